"""What moto's Kinesis does otherwise than AWS documents, mended where a collector rests on it."""

import itertools
import threading
from typing import Any

from moto.kinesis import models, responses
from moto.kinesis.exceptions import InvalidArgumentError

# Sequence numbers of AWS have 56 digits: too many for a number of JavaScript.
sequence_numbers = itertools.count(496 * 10**53)
lock = threading.RLock()


class Shard(models.Shard):
    # moto files its models by the module that they are in.
    __module__ = models.__name__

    def __init__(self, *positional: Any, **named: Any):
        super().__init__(*positional, **named)
        self.first_sequence_number = next(sequence_numbers)
        self.last_sequence_number = self.first_sequence_number

    def put_record(self, partition_key: str, data: str, explicit_hash_key: str) -> str:
        number = next(sequence_numbers)
        self.records[number] = models.Record(partition_key, data, number, explicit_hash_key)
        self.last_sequence_number = number
        return str(number)

    def get_min_sequence_number(self) -> int:
        return self.first_sequence_number

    def get_max_sequence_number(self) -> int:
        return self.last_sequence_number

    def close(self) -> None:
        self.is_open = False
        self.last_sequence_number = next(sequence_numbers)

    def is_read_to_the_end(self, last_sequence_number: int) -> bool:
        return not self.is_open and all(number <= last_sequence_number for number in self.records)


def split_shard(stream: models.Stream, shard_to_split: str, new_starting_hash_key: str) -> None:
    """Closes the parent, which keeps its records, and opens two children without any."""
    parent = stream.get_shard(shard_to_split)
    middle = int(new_starting_hash_key)
    if not parent.starting_hash < middle < parent.ending_hash:
        raise InvalidArgumentError("NewStartingHashKey is not inside the range of the shard")
    must_be_open(parent)
    parent.close()
    add_shard(stream, parent.starting_hash, middle - 1, parent)
    add_shard(stream, middle, parent.ending_hash, parent)
    count_open_shards(stream)


def merge_shards(stream: models.Stream, shard_to_merge: str, adjacent_shard_to_merge: str) -> None:
    """Closes both parents, which keep their records, and opens a child without any."""
    parents = [stream.get_shard(shard_to_merge), stream.get_shard(adjacent_shard_to_merge)]
    low, high = sorted(parents, key=lambda shard: shard.starting_hash)
    if low.ending_hash + 1 != high.starting_hash:
        raise InvalidArgumentError("The shards are not adjacent")
    must_be_open(*parents)
    for parent in parents:
        parent.close()
    add_shard(stream, low.starting_hash, high.ending_hash, *parents)
    count_open_shards(stream)


def must_be_open(*shards: Shard) -> None:
    if not all(shard.is_open for shard in shards):
        raise InvalidArgumentError("A shard has already been merged or split")


def add_shard(stream: models.Stream, start: int, end: int, *parents: Shard) -> None:
    ids = [shard.shard_id for shard in parents] + [None]
    shard = Shard(len(stream.shards), start, end, parent=ids[0], adjacent_parent=ids[1])
    stream.shards[shard.shard_id] = shard


def count_open_shards(stream: models.Stream) -> None:
    stream.shard_count = sum(shard.is_open for shard in stream.shards.values())


def get_shard_for_key(stream: models.Stream, partition_key: str, explicit_hash_key: str) -> Shard:
    """The open shard whose range holds the key; the range includes its end."""
    if not isinstance(partition_key, str) or len(partition_key) > 256:
        raise InvalidArgumentError("partition_key")
    if explicit_hash_key:
        key = int(explicit_hash_key)
    else:
        key = int(models.md5_hash(partition_key.encode("utf-8")).hexdigest(), 16)
    for shard in stream.shards.values():
        if shard.is_open and shard.starting_hash <= key <= shard.ending_hash:
            return shard
    raise InvalidArgumentError("explicit_hash_key")


def get_records(response: responses.KinesisResponse) -> Any:
    """As moto's, and at the end of a closed shard: no next iterator, and its children."""
    backend = response.kinesis_backend
    arn = response._get_param("StreamARN")
    iterator = response._get_param("ShardIterator")
    try:
        name, shard_id, _ = models.decompose_shard_iterator(iterator)
    except ValueError as error:
        raise InvalidArgumentError("Invalid ShardIterator.") from error
    following, records, behind = backend.get_records(arn, iterator, response._get_param("Limit"))
    result = {
        "NextShardIterator": following,
        "Records": [record.to_json() for record in records],
        "MillisBehindLatest": behind,
    }
    stream = backend.describe_stream(arn, name)
    last = int(models.decompose_shard_iterator(following)[2])
    if stream.get_shard(shard_id).is_read_to_the_end(last):
        del result["NextShardIterator"]
        result["ChildShards"] = [
            child_of(shard)
            for shard in stream.shards.values()
            if shard_id in (shard.parent, shard.adjacent_parent)
        ]
    return responses.ActionResult(result)


def child_of(shard: Shard) -> dict[str, Any]:
    return {
        "ShardId": shard.shard_id,
        "ParentShards": [parent for parent in (shard.parent, shard.adjacent_parent) if parent],
        "HashKeyRange": shard.to_json()["HashKeyRange"],
    }


def one_at_a_time(function: Any) -> Any:
    """moto's server has threads, and its streams are not made for them."""

    def locked(*positional: Any, **named: Any) -> Any:
        with lock:
            return function(*positional, **named)

    return locked


def mend() -> None:
    models.Shard = Shard
    models.Stream.split_shard = split_shard
    models.Stream.merge_shards = merge_shards
    models.Stream.get_shard_for_key = get_shard_for_key
    responses.KinesisResponse.get_records = get_records
    for action in (
        "get_records",
        "get_shard_iterator",
        "list_shards",
        "merge_shards",
        "put_record",
        "put_records",
        "split_shard",
        "update_shard_count",
    ):
        moto = getattr(responses.KinesisResponse, action)
        setattr(responses.KinesisResponse, action, one_at_a_time(moto))
