#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/netlink.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "CLinux.h"

static int64_t stamp_of(struct msghdr *message) {
  for (struct cmsghdr *part = CMSG_FIRSTHDR(message); part; part = CMSG_NXTHDR(message, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_TIMESTAMPNS) continue;
    struct timespec time;
    memcpy(&time, CMSG_DATA(part), sizeof time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
  }
  return 0;
}

struct clinux_packet clinux_receive(int socket, void *buffer, size_t size) {
  struct sockaddr_ll from = {0};
  char control[128];
  struct iovec vector = {.iov_base = buffer, .iov_len = size};
  struct msghdr message = {
      .msg_name = &from,
      .msg_namelen = sizeof from,
      .msg_iov = &vector,
      .msg_iovlen = 1,
      .msg_control = control,
      .msg_controllen = sizeof control,
  };
  ssize_t count = recvmsg(socket, &message, MSG_DONTWAIT);
  return (struct clinux_packet){
      .length = count,
      .protocol = ntohs(from.sll_protocol),
      .is_outgoing = from.sll_pkttype == PACKET_OUTGOING,
      .is_for_others = from.sll_pkttype == PACKET_OTHERHOST,
      .is_loopback = from.sll_hatype == ARPHRD_LOOPBACK,
      .device = from.sll_ifindex,
      .nanoseconds = count > 0 ? stamp_of(&message) : 0,
  };
}

int clinux_stamp_packets(int socket) {
  int on = 1;
  return setsockopt(socket, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on) == 0 ? 0 : -errno;
}

int clinux_stamps_packets(int socket) {
  struct sockaddr_in own = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof own;
  int result = clinux_stamp_packets(socket);
  if (result != 0) return result;
  if (getsockname(socket, (struct sockaddr *)&own, &length) != 0) return -errno;
  if (own.sin_port == 0) {
    own.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(socket, (struct sockaddr *)&own, sizeof own) != 0) return -errno;
    if (getsockname(socket, (struct sockaddr *)&own, &length) != 0) return -errno;
  }
  char byte = 0;
  if (sendto(socket, &byte, 1, MSG_DONTWAIT, (struct sockaddr *)&own, sizeof own) < 0) return -errno;
  // A packet without a stamp gets the time at which it is read.
  struct timespec sent;
  clock_gettime(CLOCK_REALTIME, &sent);
  usleep(1000);
  char control[128];
  struct iovec vector = {.iov_base = &byte, .iov_len = 1};
  struct msghdr message = {
      .msg_iov = &vector, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
  if (recvmsg(socket, &message, MSG_DONTWAIT) < 0) return -errno;
  return stamp_of(&message) < (int64_t)sent.tv_sec * 1000000000 + sent.tv_nsec + 500000;
}

int clinux_capture_on(int socket, const char *device) {
  struct sockaddr_ll address = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL)};
  if (device) {
    struct ifreq request = {0};
    if (strlen(device) >= sizeof request.ifr_name) return -ENODEV;
    strcpy(request.ifr_name, device);
    if (ioctl(socket, SIOCGIFINDEX, &request) != 0) return -errno;
    address.sll_ifindex = request.ifr_ifindex;
  }
  return bind(socket, (struct sockaddr *)&address, sizeof address) == 0 ? 0 : -errno;
}

int clinux_capture_only(int socket, int protocol, uint32_t begin) {
  const bool is_tcp = protocol == IPPROTO_TCP;
  const int protocol6 = protocol == IPPROTO_ICMP ? IPPROTO_ICMPV6 : protocol;
  // Where the value stands behind the IP header: TCP's flags, the datagram's first bytes, or an
  // echo's payload behind the time that ping puts first.
  const unsigned load = is_tcp ? BPF_B : BPF_W;
  const unsigned offset = is_tcp ? 13 : protocol == IPPROTO_ICMP ? 24 : 8;
  const uint32_t mask = is_tcp ? 0x12 : 0xffffffff;
  const uint32_t value = is_tcp ? 0x02 : begin;
  struct sock_filter program[] = {
      BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 0),
      BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 0xf0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x40, 0, 5),
      BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 9),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, protocol, 0, 9),
      BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, 0),
      BPF_STMT(BPF_LD | load | BPF_IND, offset),
      BPF_JUMP(BPF_JMP | BPF_JA, 4, 0, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x60, 0, 5),
      BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 6),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, protocol6, 0, 3),
      BPF_STMT(BPF_LD | load | BPF_ABS, 40 + offset),
      BPF_STMT(BPF_ALU | BPF_AND | BPF_K, mask),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, 0),
      BPF_STMT(BPF_RET | BPF_K, 0xffff),
  };
  struct sock_fprog filter = {.len = sizeof program / sizeof program[0], .filter = program};
  return setsockopt(socket, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof filter) == 0 ? 0 : -errno;
}

int clinux_join_group(int socket, int group) {
  // Without an address of its own a socket is passed over.
  struct sockaddr_nl address = {.nl_family = AF_NETLINK};
  if (bind(socket, (struct sockaddr *)&address, sizeof address) != 0) return -errno;
  int result = setsockopt(socket, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof group);
  return result == 0 ? 0 : -errno;
}

int clinux_report_destination(int socket, int family) {
  int on = 1;
  int result = family == AF_INET6 ? setsockopt(socket, IPPROTO_IPV6, IPV6_RECVPKTINFO, &on, sizeof on)
                                  : setsockopt(socket, IPPROTO_IP, IP_PKTINFO, &on, sizeof on);
  return result == 0 ? 0 : -errno;
}

bool clinux_echo_datagram(int socket, const char *prefix) {
  char data[2048];
  char control[256];
  struct sockaddr_storage from;
  struct iovec vector = {.iov_base = data, .iov_len = sizeof data};
  struct msghdr message = {
      .msg_name = &from,
      .msg_namelen = sizeof from,
      .msg_iov = &vector,
      .msg_iovlen = 1,
      .msg_control = control,
      .msg_controllen = sizeof control,
  };
  ssize_t count = recvmsg(socket, &message, MSG_DONTWAIT);
  if (count < 0) return false;
  size_t length = strlen(prefix);
  if ((size_t)count < length || memcmp(data, prefix, length) != 0) return true;
  for (struct cmsghdr *part = CMSG_FIRSTHDR(&message); part; part = CMSG_NXTHDR(&message, part)) {
    if (part->cmsg_level == IPPROTO_IP && part->cmsg_type == IP_PKTINFO) {
      // The answer leaves from the address that was asked, whatever way it takes.
      struct in_pktinfo *info = (struct in_pktinfo *)CMSG_DATA(part);
      info->ipi_ifindex = 0;
      info->ipi_spec_dst = info->ipi_addr;
    } else if (part->cmsg_level == IPPROTO_IPV6 && part->cmsg_type == IPV6_PKTINFO) {
      struct in6_pktinfo *info = (struct in6_pktinfo *)CMSG_DATA(part);
      if (!IN6_IS_ADDR_LINKLOCAL(&info->ipi6_addr)) info->ipi6_ifindex = 0;
    }
  }
  // Not to be taken for the question on its way.
  data[0] = '+';
  vector.iov_len = (size_t)count;
  message.msg_flags = 0;
  sendmsg(socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
  return true;
}
