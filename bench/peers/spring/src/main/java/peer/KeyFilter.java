package peer;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Lets a request in whose key is in the table, for its agent and with the permission.
@Component
public class KeyFilter extends OncePerRequestFilter {
  private static final Map<String, String> PERMISSIONS =
      Map.of("GET", "contacts.read", "POST", "contacts.create", "PUT", "contacts.update");

  private final JdbcTemplate jdbc;

  public KeyFilter(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String key = request.getHeader("X-API-Key");
    String secret = request.getHeader("X-API-Secret");
    if (key == null || secret == null) {
      refuse(response, 401, "API key and secret are required");
      return;
    }
    List<Map<String, Object>> rows =
        jdbc.queryForList(
            "SELECT secret_sha256, agent_id, permissions, expires_at FROM api_key WHERE id = ?",
            key);
    if (rows.isEmpty() || !sha256(secret).equals(rows.getFirst().get("secret_sha256"))) {
      refuse(response, 401, "Invalid API key or secret");
      return;
    }
    Map<String, Object> row = rows.getFirst();
    Number expires = (Number) row.get("expires_at");
    if (expires != null && expires.longValue() < System.currentTimeMillis()) {
      refuse(response, 401, "API key has expired");
    } else if (!request.getRequestURI().endsWith("/chatbots/" + row.get("agent_id"))) {
      refuse(response, 403, "API key is not authorized for this agent");
    } else if (!((String) row.get("permissions"))
        .contains(PERMISSIONS.getOrDefault(request.getMethod(), "none"))) {
      refuse(response, 403, "Permission denied");
    } else {
      chain.doFilter(request, response);
    }
  }

  private static void refuse(HttpServletResponse response, int status, String message)
      throws IOException {
    response.setStatus(status);
    response.setContentType("application/json");
    response.getWriter().write("{\"success\":false,\"message\":\"" + message + "\"}");
  }

  static String sha256(String secret) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
