"""What moto's S3 says otherwise in its notifications than AWS documents, mended."""

import itertools
import threading
from typing import Any

from moto.s3 import notifications
from moto.s3.models import S3Backend

sequencers = itertools.count(0x61 << 48)
moto_event = notifications._get_s3_event
moto_send_event = notifications.send_event
moto_complete = S3Backend.complete_multipart_upload
completing = threading.local()


def get_s3_event(event_name: str, bucket: Any, key: Any, notification_id: str) -> Any:
    """As moto's, with the version and the order of the object."""
    event = moto_event(event_name, bucket, key, notification_id)
    described = event["Records"][0]["s3"]["object"]
    if bucket.is_versioned:
        described["versionId"] = key.version_id
    described["sequencer"] = f"{next(sequencers):016X}"
    return event


def send_event(account_id: str, event_name: Any, bucket: Any, key: Any) -> None:
    """A multipart upload that is completed is one event, not a Put as well."""
    put = notifications.S3NotificationEvent.OBJECT_CREATED_PUT_EVENT
    if event_name == put and getattr(completing, "is_upload", False):
        return
    moto_send_event(account_id, event_name, bucket, key)


def complete_multipart_upload(*positional: Any, **named: Any) -> Any:
    completing.is_upload = True
    try:
        return moto_complete(*positional, **named)
    finally:
        completing.is_upload = False


def mend() -> None:
    notifications._get_s3_event = get_s3_event
    notifications.send_event = send_event
    S3Backend.complete_multipart_upload = complete_multipart_upload
