package io.tickgate.deliver;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import jakarta.inject.Singleton;

/**
 * Bounds what the kernel holds for a client: it would grow its buffer to megabytes, which on a slow
 * link are minutes of old prices.
 */
@Singleton
final class KernelBuffer {
  private final int sendBuffer;
  private final long notSentLowWater;

  KernelBuffer(DeliverConfig config) {
    sendBuffer = Math.toIntExact(config.sendBuffer().asLongValue());
    notSentLowWater = config.notSentLowWater().asLongValue();
  }

  void bound(Channel channel) {
    channel.config().setOption(ChannelOption.SO_SNDBUF, sendBuffer);
    if (channel instanceof EpollSocketChannel epoll) {
      epoll.config().setTcpNotSentLowAt(notSentLowWater);
    }
  }
}
