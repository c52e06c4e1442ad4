#pragma once
// What Linux offers to C alone: starting a process with namespaces, limits and a filter of its own,
// calls that are variadic, and constants that are macros with casts.

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/xattr.h>

/// A limit of setrlimit(2), soft and hard the same.
struct clinux_limit {
  int resource;
  uint64_t value;
};

/// How to start a program; every descriptor that is not named is closed in it.
struct clinux_start {
  const char *_Nonnull path;
  char *_Nullable const *_Nonnull arguments;
  char *_Nullable const *_Nonnull environment;
  /// The child's descriptors 0, 1, 2, … in this order.
  const int *_Nonnull descriptors;
  int descriptor_count;
  /// setsid(2): no controlling terminal, a group of its own.
  bool new_session;
  /// Descriptor 0 is a terminal that becomes the new session's.
  bool takes_terminal;
  /// Drop to these ids, with no other groups; only root can.
  bool drop_ids;
  uid_t uid;
  gid_t gid;
  /// Namespaces to join before the program starts; -1 for the caller's own.
  int user_namespace;
  int net_namespace;
  const struct clinux_limit *_Nullable limits;
  int limit_count;
  /// A seccomp(2) program of `filter_length` instructions; sets no_new_privs as well.
  const void *_Nullable filter;
  unsigned short filter_length;
  /// `cgroup.procs` of the control group to be in (cgroups(7)); -1 for the caller's own.
  int group;
};

/// Starts a program; returns its process id, or the negative number of the error.
///
/// `failed_call` names the call that failed, such as "setns(user)".
pid_t clinux_spawn(const struct clinux_start *_Nonnull start, const char *_Nullable *_Nonnull failed_call);

/// Opens a socket in another network namespace; returns the descriptor or the negative error.
///
/// `drop_ids` as of clinux_start: who owns the user namespace has to join it.
int clinux_socket_in(int user_namespace, int net_namespace, bool drop_ids, uid_t uid, gid_t gid,
                     int domain, int type, int protocol);

/// Opens a socket of netlink(7) for each protocol in another network namespace.
///
/// `sockets` becomes the descriptors, or negative errors where one cannot be had. Returns 0, or the
/// negative error of joining the namespaces.
int clinux_netlink_in(int user_namespace, int net_namespace, bool drop_ids, uid_t uid, gid_t gid,
                      const int *_Nonnull protocols, int *_Nonnull sockets, int count);

/// A file of `/proc/sys/net` to write.
struct clinux_setting {
  const char *_Nonnull path;
  const char *_Nonnull text;
  /// Becomes 0 or the negative error.
  int result;
};

/// Writes files of `/proc/sys/net` as another network namespace sees them, all that can be written.
///
/// Returns 0, or the negative error of joining the namespaces.
int clinux_write_in(int user_namespace, int net_namespace, bool drop_ids, uid_t uid, gid_t gid,
                    struct clinux_setting *_Nonnull settings, int count);

/// Reads files of `/proc/sys/net` as another network namespace sees them.
///
/// `paths` are so many strings one behind the other, each with its NUL. Their texts stand one behind
/// the other in `buffer`, each with at most 512 bytes; `lengths` become how long each is, or the negative errors. Returns 0, or
/// the negative error of joining the namespaces.
int clinux_read_in(int user_namespace, int net_namespace, bool drop_ids, uid_t uid, gid_t gid,
                   const char *_Nonnull paths, int count, char *_Nonnull buffer, size_t size,
                   int *_Nonnull lengths);

/// Opens a file of `/proc/sys/net` as another network namespace sees it; the descriptor or the negative error.
int clinux_open_in(int user_namespace, int net_namespace, bool drop_ids, uid_t uid, gid_t gid,
                   const char *_Nonnull path);

/// The owner of a namespace as `st_dev` and `st_ino` of its user namespace; 0 or the negative error.
int clinux_namespace_owner(int descriptor, uint64_t *_Nonnull device, uint64_t *_Nonnull inode);

/// Whether a descriptor, which may be O_PATH, is a namespace of nsfs.
bool clinux_is_namespace(int descriptor);

/// Whether a file is of a tmpfs.
bool clinux_is_in_memory(int descriptor);

/// Whether a namespace descriptor is a network namespace.
bool clinux_is_network_namespace(int descriptor);

/// A file without a name that holds the bytes, for a child to read; the descriptor or the negative error.
int clinux_memory_file(const char *_Nonnull name, const void *_Nonnull bytes, size_t count);

/// A descriptor that becomes readable when the process ends; or the negative error.
int clinux_pidfd_open(pid_t pid);

/// pipe2(2) with O_CLOEXEC; 0 or the negative error.
int clinux_pipe(int ends[_Nonnull 2]);

/// A counter that is readable once something was written; the descriptor or the negative error.
int clinux_event(void);

/// O_PATH of open(2), which the C library shows to GNU programs alone.
extern const int clinux_o_path;

/// RLIMIT_NPROC, RLIMIT_RSS and RLIMIT_MSGQUEUE of setrlimit(2).
extern const int clinux_rlimit_nproc;
extern const int clinux_rlimit_rss;
extern const int clinux_rlimit_msgqueue;

/// Kills the process of a pidfd; nothing happens if it has ended.
void clinux_pidfd_kill(int descriptor);

/// Whether a process has the caller's own memory, as a child has before it starts its program; `false`
/// where the kernel does not tell (kcmp(2)).
bool clinux_shares_memory(pid_t process);

/// A packet of an AF_PACKET socket, and how it went by (packet(7)).
struct clinux_packet {
  /// Bytes received; 0 or less when nothing waits.
  ssize_t length;
  bool is_outgoing;
  /// It was on its way to another machine on the same wire.
  bool is_for_others;
  bool is_loopback;
  /// The index of the device that it passed.
  int device;
  /// The EtherType.
  uint16_t protocol;
  /// When the kernel saw it, in nanoseconds since 1970; 0 unless `clinux_stamp_packets` asked for it.
  int64_t nanoseconds;
};

/// Has a socket tell when the kernel saw each packet, by the one clock of all namespaces; 0 or the
/// negative error.
int clinux_stamp_packets(int socket);

/// Whether the kernel has begun to stamp packets, which it does a moment after it was asked for: tried
/// with a datagram that a fresh UDP socket sends to itself on 127.0.0.1; or the negative error.
int clinux_stamps_packets(int socket);

/// Receives a packet without waiting.
struct clinux_packet clinux_receive(int socket, void *_Nonnull buffer, size_t size);

/// Has an AF_PACKET socket of protocol 0 receive what passes a device, or any; 0 or the negative error.
int clinux_capture_on(int socket, const char *_Nullable device);

/// Has a packet socket (SOCK_DGRAM) receive one kind of packet alone; 0 or the negative error.
///
/// Of TCP the first segments of connections, of UDP datagrams whose first four bytes are `begin`,
/// of ICMP echoes whose payload has it behind 16 bytes.
int clinux_capture_only(int socket, int protocol, uint32_t begin);

/// Has a UDP socket know the address that a datagram was sent to; 0 or the negative error.
int clinux_report_destination(int socket, int family);

/// Takes one datagram and, if it begins with the prefix, sends it back with `+` for its first byte; false if none waits.
bool clinux_echo_datagram(int socket, const char *_Nonnull prefix);

/// Has a socket of netlink(7) hear what is told to a group; 0 or the negative error.
int clinux_join_group(int socket, int group);

/// A new terminal: its two ends; 0 or the negative error.
int clinux_open_terminal(int *_Nonnull master, int *_Nonnull slave);

/// The size of a terminal in characters; false if the descriptor is none.
bool clinux_terminal_size(int descriptor, unsigned short *_Nonnull rows, unsigned short *_Nonnull columns);

/// Tells a terminal its size.
void clinux_set_terminal_size(int descriptor, unsigned short rows, unsigned short columns);
