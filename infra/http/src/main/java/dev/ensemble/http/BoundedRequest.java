package dev.ensemble.http;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** A request whose body is bounded, by whichever door it is read. */
final class BoundedRequest extends HttpServletRequestWrapper {
  private final ServletInputStream body;

  BoundedRequest(HttpServletRequest request, HttpSettings limits) throws IOException {
    super(request);
    this.body = new BoundedBody(request, limits);
  }

  @Override
  public ServletInputStream getInputStream() {
    return body;
  }

  @Override
  public BufferedReader getReader() throws IOException {
    String named = getCharacterEncoding();
    try {
      Charset charset = named == null ? StandardCharsets.UTF_8 : Charset.forName(named);
      return new BufferedReader(new InputStreamReader(body, charset));
    } catch (IllegalArgumentException e) {
      throw new UnsupportedEncodingException(named); // As the servlet API asks.
    }
  }
}
