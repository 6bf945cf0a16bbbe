import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends the records of a JSON file to one topic, and writes where they are to another file. */
class Producer {
  public static void main(String[] files) throws Exception {
    ObjectMapper json = new ObjectMapper();
    JsonNode batch = json.readTree(new File(files[0]));
    String transaction = batch.path("transaction").asText("");
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings(batch))) {
      if (!transaction.isEmpty()) {
        producer.initTransactions();
        producer.beginTransaction();
      }
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (JsonNode record : batch.get("records")) {
        sent.add(producer.send(toRecord(batch.get("topic").asText(), record)));
      }
      // An aborted record has to reach the log first: one that is never sent tests nothing.
      producer.flush();
      List<Map<String, Object>> positions = new ArrayList<>();
      for (Future<RecordMetadata> one : sent) {
        RecordMetadata at = one.get();
        positions.add(Map.of("partition", at.partition(), "offset", Long.toString(at.offset())));
      }
      if (transaction.equals("commit")) producer.commitTransaction();
      if (transaction.equals("abort")) producer.abortTransaction();
      json.writeValue(new File(files[1]), positions);
    }
  }

  private static Properties settings(JsonNode batch) {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", batch.get("bootstrap").asText());
    settings.put("key.serializer", ByteArraySerializer.class);
    settings.put("value.serializer", ByteArraySerializer.class);
    settings.put("compression.type", batch.path("compression").asText("none"));
    settings.put("acks", "all");
    // Batches of many records are what a codec is for.
    settings.put("linger.ms", "200");
    settings.put("batch.size", "1048576");
    settings.put("max.request.size", "67108864");
    settings.put("buffer.memory", "134217728");
    if (batch.has("transaction")) {
      settings.put("transactional.id", "das-" + ProcessHandle.current().pid());
    }
    return settings;
  }

  private static ProducerRecord<byte[], byte[]> toRecord(String topic, JsonNode record)
      throws IOException {
    Integer partition = record.has("partition") ? record.get("partition").asInt() : null;
    Long timestamp = record.has("timestamp") ? record.get("timestamp").asLong() : null;
    ProducerRecord<byte[], byte[]> made =
        new ProducerRecord<>(
            topic, partition, timestamp, bytes(record.get("key")), bytes(record.get("value")));
    for (JsonNode header : record.get("headers")) {
      made.headers().add(header.get("name").asText(), bytes(header.get("value")));
    }
    return made;
  }

  private static byte[] bytes(JsonNode encoded) throws IOException {
    return encoded.isNull() ? null : encoded.binaryValue();
  }
}
