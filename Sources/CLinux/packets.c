#include <linux/if_packet.h>
#include <net/if_arp.h>
#include <sys/socket.h>

#include "CLinux.h"

struct clinux_packet clinux_receive(int socket, void *buffer, size_t size) {
  struct sockaddr_ll from = {0};
  socklen_t length = sizeof from;
  ssize_t count = recvfrom(socket, buffer, size, MSG_DONTWAIT, (struct sockaddr *)&from, &length);
  return (struct clinux_packet){
      .length = count,
      .is_outgoing = from.sll_pkttype == PACKET_OUTGOING,
      .is_for_others = from.sll_pkttype == PACKET_OTHERHOST,
      .is_loopback = from.sll_hatype == ARPHRD_LOOPBACK,
  };
}
