# Gives a cgroup its memory.high back when the launcher is gone, stopped, or done.
#
#   limit.sh JOURNAL_FOLDER LEASE_SECONDS   with the launcher's beats on stdin, a line each
#
# End of file, or no line for LEASE_SECONDS, starts it; so a killed launcher and a stopped one are both
# covered. Runs in bash and in busybox's sh: beyond POSIX it needs read -t.
# Exit 0: the value is what it was before, or not the run's (which is left alone), or the cgroup is gone; the
# journal's entry is gone, too. Exit 1: it is still the run's, or cannot be read, and the entry is kept.
trap '' INT HUP TERM TSTP PIPE
folder=$1
echo ready
while read -r -t "$2" beat; do :; done

# The journal's entry "limit": where, what was there before, and each value that may be there because of the
# run. A name in a path may hold anything but a newline.
#   file /sys/fs/cgroup/docker/4bd0/memory.high
#   before max
#   set 419430400
file= before= ours=' '
while read -r what value; do
  case $what in
    file) file=$value ;;
    before) before=$value ;;
    set) ours="$ours$value " ;;
  esac
done < "$folder/limit" || exit 0
[ -n "$file" ] && [ -n "$before" ] || exit 1

# Says what came of it in one word.
forget() {
  rm -f "$folder/limit"
  rmdir "$folder" 2>/dev/null
  echo "$1"
  exit 0
}

# Sets $now to the value that is there; ends when the cgroup has been removed.
look() {
  now=
  { read -r now < "$file"; } 2>/dev/null
  [ -n "$now" ] || [ -e "$file" ] || forget gone
}

look
[ -n "$now" ] || exit 1
case $ours in *" $now "*) ;; *) forget kept ;; esac
{ echo "$before" > "$file"; } 2>/dev/null
look
[ "$now" = "$before" ] || exit 1
forget restored
