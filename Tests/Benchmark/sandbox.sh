#!/usr/bin/env bash
# Runs SCRIPT in a sandbox like netlab's, with the default world built by plain `ip` commands:
#
#   sandbox.sh SCRIPT [ARGUMENT ...]
#
# Stage 1, bubblewrap, has an allow-listed view of the machine and owns the internet. Stage 2, a user
# namespace inside it, is the lab's host. SCRIPT is copied into the lab's directory and runs there
# as root of stage 2; its exit status is the status of this script. Needs no privilege; started by
# root, it drops to an ordinary user first.
set -euo pipefail

path=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
script=$(realpath "$1")
shift

# What stage 1's first process runs: bounds, mounts, stage 2, the internet's side of the world.
# $1 is what stage 2 runs, the rest goes to the script.
# shellcheck disable=SC2016
stage1='set -e
echo 300 >/proc/sys/user/max_net_namespaces
echo 1 >/proc/sys/user/max_user_namespaces
echo 0 >/proc/sys/user/max_cgroup_namespaces
mount -t sysfs -o nosuid,nodev,noexec sysfs /sys 2>/dev/null ||
  mount -t sysfs -o ro,nosuid,nodev,noexec sysfs /sys
cp -r /.etc/iproute2 /etc/ 2>/dev/null || :
printf "127.0.0.1 localhost\n::1 localhost\n" >/etc/hosts
: >/etc/resolv.conf
mkdir /run/netns
cp /.script /lab/script
mkfifo /run/made /run/joined
stage2=$1
shift
prlimit --nproc=512:512 --nofile=1024:1024 --core=0:0 --fsize=268435456:268435456 --msgqueue=0:0 \
  unshare --user --map-root-user --mount --net --pid --ipc --uts --fork --mount-proc --kill-child \
  /bin/bash -c "$stage2" stage2 "$@" </dev/null &
lab=$!
read -r _ </run/made
ip link set lo up
echo 1 >/proc/sys/net/ipv4/ip_forward
echo 0 >/proc/sys/net/ipv4/icmp_ratelimit
echo 0 >/proc/sys/net/ipv4/conf/all/rp_filter
echo 0 >/proc/sys/net/ipv4/conf/default/rp_filter
echo 0 >/proc/sys/net/ipv6/conf/default/accept_dad
ip link add eth0 index 3 address 52:55:0a:00:02:02 type veth \
  peer name eth0 index 2 address 52:54:00:e3:27:77 netns "$lab"
ip addr add 10.0.2.2/24 dev eth0
ip addr add 8.8.8.8/32 dev lo
ip link set eth0 up
echo joined >/run/joined
status=0
wait "$lab" || status=$?
exit "$status"'

# What stage 2's first process runs: the host's side of the world, then the script.
# shellcheck disable=SC2016
stage2='set -e
mount -t sysfs -o nosuid,nodev,noexec sysfs /sys 2>/dev/null || :
echo 0 >/proc/sys/net/ipv4/ip_forward
echo 0 >/proc/sys/net/ipv4/conf/all/rp_filter
echo 0 >/proc/sys/net/ipv4/conf/default/rp_filter
echo 0 >/proc/sys/net/ipv6/conf/default/accept_dad
ip link set lo up
echo made >/run/made
read -r _ </run/joined
echo 1 >/proc/sys/net/ipv6/conf/default/accept_dad
ip addr add 10.0.2.15/24 brd + dev eth0
ip link set eth0 up
ip route add default via 10.0.2.2 dev eth0
ip link show dev eth0 >/dev/null
cd /lab
exec ./script "$@"'

root=()
for folder in bin sbin lib lib32 lib64 libx32; do
  if [[ -L /$folder ]]; then
    root+=(--symlink "$(readlink "/$folder")" "/$folder")
  elif [[ -e /$folder ]]; then
    root+=(--ro-bind "/$folder" "/$folder")
  fi
done
etc=()
for entry in /etc/*; do
  case ${entry#/etc/} in
    hosts | resolv.conf | hostname | iproute2 | netns | machine-id) ;;
    *) etc+=(--symlink "/.etc/${entry#/etc/}" "$entry") ;;
  esac
done
drop=()
if ((EUID == 0)); then
  drop=(setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all --ambient-caps=-all)
fi
# The script itself reaches an ordinary user by descriptor, whatever folder it is in.
exec 5<"$script"

exec "${drop[@]}" env -i PATH=$path bwrap \
  --unshare-user --uid 0 --gid 0 --unshare-net --unshare-pid --unshare-ipc --unshare-uts \
  --hostname host --as-pid-1 --new-session --cap-drop ALL \
  --cap-add CAP_SYS_ADMIN --cap-add CAP_SETFCAP --cap-add CAP_SYS_RESOURCE --cap-add CAP_NET_ADMIN \
  --clearenv --setenv PATH $path --setenv HOME /root --setenv LC_ALL C.UTF-8 \
  --ro-bind /usr /usr "${root[@]}" \
  --size 16777216 --tmpfs /etc --ro-bind /etc /.etc "${etc[@]}" --dir /etc/netns \
  --proc /proc --dev /dev --size 67108864 --tmpfs /dev/shm --remount-ro /dev --bind /sys /sys \
  --size 67108864 --tmpfs /run --perms 1777 --size 67108864 --tmpfs /tmp \
  --size 67108864 --tmpfs /var --symlink ../run /var/run --dir /var/lib --dir /var/tmp --dir /mnt \
  --size 67108864 --tmpfs /root --size 268435456 --tmpfs /lab \
  --perms 0755 --ro-bind-data 5 /.script --remount-ro / --chdir /lab \
  -- /bin/sh -c "$stage1" stage1 "$stage2" "$@" </dev/null
