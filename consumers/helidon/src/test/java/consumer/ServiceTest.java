package consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helidon.webclient.http1.Http1Client;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.testing.junit5.ServerTest;
import io.helidon.webserver.testing.junit5.SetUpRoute;
import org.junit.jupiter.api.Test;

@ServerTest
class ServiceTest {
  private final Http1Client client;

  ServiceTest(Http1Client client) {
    this.client = client;
  }

  @SetUpRoute
  static void routing(HttpRouting.Builder routing) {
    Service.routing(routing);
  }

  @Test
  void answersOverHttpWithVectors() {
    assertEquals("7.5,7.5", client.post("/predict").submit("1,2,3", String.class).entity());
    String engine = client.get("/engine").requestEntity(String.class);
    System.out.println("Helidon: " + engine);
    assertTrue(engine.matches("vectors of (128|256|512) bits"), engine);
  }
}
