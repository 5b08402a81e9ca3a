package io.tickgate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A peer: nginx with the nchan module, one worker. A subscriber names all its channels in one path;
 * messages are deflated when they are published, once for all who negotiated that.
 */
final class NginxServer {
  private static final String PROGRAM = "nginx";

  /** Where Debian and those who follow it put modules. */
  private static final Path MODULE = Path.of("/usr/lib/nginx/modules/ngx_nchan_module.so");

  private NginxServer() {}

  /** Why it can't be run, or null. */
  static @Nullable String missing() {
    return Installed.program(PROGRAM) == null || !Files.exists(MODULE)
        ? "no nginx with nchan (Debian: nginx-light libnginx-mod-nchan)"
        : null;
  }

  /** Writes its configuration; clients and the publisher come to the same port. */
  static List<String> command(int port, boolean deflate, Path folder) throws IOException {
    Path home = Files.createDirectories(folder.resolve("nginx")).toAbsolutePath();
    Path file = home.resolve("nginx.conf");
    Files.writeString(file, configuration(port, deflate));
    String program = String.valueOf(Installed.program(PROGRAM));
    return List.of(program, "-e", "stderr", "-p", home.toString(), "-c", file.toString());
  }

  /** Names of 255 channels, the most that nchan takes, fit the path and the id. */
  private static String configuration(int port, boolean deflate) {
    return """
        load_module %1$s;
        daemon off;
        worker_processes 1;
        error_log stderr crit; # below, nchan writes a line for each channel that ends
        pid nginx.pid;
        events { worker_connections 12000; }
        http {
          access_log off;
          client_body_temp_path body;
          proxy_temp_path proxy;
          fastcgi_temp_path fastcgi;
          uwsgi_temp_path uwsgi;
          scgi_temp_path scgi;
          tcp_nodelay on;
          keepalive_requests 1000000000;
          keepalive_timeout 1h;
          nchan_max_channel_id_length 16384;
          server {
            listen 127.0.0.1:%2$d backlog=1024;
            location ~ ^/pub/(.+)$ {
              nchan_publisher http;
              nchan_channel_id $1;
              nchan_deflate_message_for_websocket %3$s;
            }
            location ~ ^/sub/(.+)$ {
              nchan_subscriber websocket;
              nchan_channel_id $1;
              nchan_channel_id_split_delimiter ",";
              nchan_subscriber_first_message newest;
            }
          }
        }
        """
        .formatted(MODULE, port, deflate ? "on" : "off");
  }
}
