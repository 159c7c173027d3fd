package network.rei.dau.e2e;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A server of DNS that knows the IPv4 addresses of some names, and answers over UDP. */
public final class FakeDnsServer implements AutoCloseable {

  private static final int HEADER = 12;
  private static final int IPV4 = 1;

  private final DatagramSocket socket;
  private final Map<String, List<String>> names;
  private volatile boolean isAway;

  /**
   * Starts a server.
   *
   * @param names the addresses of each name; other names do not exist
   */
  public FakeDnsServer(InetSocketAddress address, Map<String, List<String>> names)
      throws IOException {
    this.socket = new DatagramSocket(address);
    this.names = names;
    Thread thread = new Thread(this::serve, "fake-dns");
    thread.setDaemon(true);
    thread.start();
  }

  /** Returns {@code HOST:PORT}. */
  public String address() {
    return socket.getLocalAddress().getHostAddress() + ":" + socket.getLocalPort();
  }

  /** While it is away, the server leaves every question without an answer. */
  public void setAway(boolean away) {
    isAway = away;
  }

  private void serve() {
    byte[] buffer = new byte[512];
    try {
      while (true) {
        DatagramPacket question = new DatagramPacket(buffer, buffer.length);
        socket.receive(question);
        if (!isAway) {
          byte[] answer = answer(Arrays.copyOf(buffer, question.getLength()));
          socket.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
        }
      }
    } catch (IOException e) {
      if (!socket.isClosed()) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Repeats the question and appends the addresses (RFC 1035, section 4). */
  private byte[] answer(byte[] question) throws IOException {
    StringBuilder asked = new StringBuilder();
    int at = HEADER;
    while (question[at] != 0) {
      asked.append(asked.isEmpty() ? "" : ".");
      asked.append(new String(question, at + 1, question[at], StandardCharsets.US_ASCII));
      at += question[at] + 1;
    }
    int type = ByteBuffer.wrap(question).getShort(at + 1);
    int end = at + 5;
    List<String> addresses = names.get(asked.toString());
    List<String> found = addresses != null && type == IPV4 ? addresses : List.of();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(question, 0, 2);
    out.writeShort(addresses != null ? 0x8180 : 0x8183);
    out.writeShort(1);
    out.writeShort(found.size());
    out.writeInt(0);
    out.write(question, HEADER, end - HEADER);
    for (String address : found) {
      out.writeShort(0xC000 | HEADER);
      out.writeShort(IPV4);
      out.writeShort(1);
      out.writeInt(1);
      out.writeShort(4);
      out.write(InetAddress.getByName(address).getAddress());
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    socket.close();
  }
}
