# Gives every process its oom_score_adj back when the launcher is gone, stopped, or done.
#
#   restorer.sh JOURNAL_FOLDER LEASE_SECONDS   with the launcher's beats on stdin, a line each
#
# End of file, or no line for LEASE_SECONDS, starts it; so a killed launcher and a stopped one are both
# covered. Runs in bash and in busybox's sh: beyond POSIX it needs read -t, and readlink to cut the fuse.
# Exit 0: every score is restored and the journal's entry is gone. Exit 1: some are not, and it is kept.
trap '' INT HUP TERM TSTP PIPE
folder=$1
echo ready
while read -r -t "$2" beat; do :; done

# The journal's entry "scores": what was set, whom it may have reached, and what each process had.
#   score -1000
#   orphan 500
#   cgroup /sys/fs/cgroup/memory/docker/4bd0      or nothing: the trees below the processes alone
#   process 4711 1234567 500
ours= orphan= cgroup= roots=0
while read -r what value start original; do
  case $what in
    score) ours=$value ;;
    orphan) orphan=$value ;;
    cgroup) cgroup=${value}${start:+ $start}${original:+ $original} ;;
    process) eval "original_${value}_${start}=$original"; eval "root_$roots=$value:$start"; roots=$((roots + 1)) ;;
  esac
done < "$folder/scores" || exit 0
case $ours in '' | *[!0-9-]*) exit 1 ;; esac

# Sets $parent and $start of process $1. Its name, in parentheses, may hold anything but a newline.
stat_of() {
  line=
  { read -r line < "/proc/$1/stat"; } 2>/dev/null
  [ -n "$line" ] || return 1
  set -- ${line##*) }
  parent=$2 start=${20}
}

# Cuts the relief fuse of a launcher that still lives, process $1-$2, and so did not run for its lease: it
# holds the fuse's pages and cannot give them back. What is cut is looked at once more when it is open, for
# a launcher that runs again may have another file at that number.
cut_fuse() {
  local fd
  stat_of "$1" && [ "$start" = "$2" ] || return
  for fd in /proc/"$1"/fd/*; do
    is_fuse "$fd" || continue
    { is_fuse /proc/self/fd/9 && true > /proc/self/fd/9; } 9>> "$fd"
  done 2>/dev/null
}
is_fuse() { case $(readlink "$1") in /memfd:ballast-fuse*) ;; *) return 1 ;; esac; }

# Sets $original of process $1: its own from the journal, else that of its nearest ancestor that has one
# (it was forked with our score), else that of the scope's first process.
original_of() {
  original=$orphan
  stat_of "$1" || return
  eval "known=\${original_${1}_${start}-}"
  if [ -n "$known" ]; then original=$known
  elif [ "$parent" -gt 1 ]; then original_of "$parent"
  fi
}

# Notes that process $1 is a member in this pass.
collect() {
  members="$members $1"
  eval "collected_$1=$passes"
}

# Collects the processes of a cgroup and of those below it.
collect_cgroup() {
  local sub pid
  { while read -r pid; do collect "$pid"; done < "$1/cgroup.procs"; } 2>/dev/null
  for sub in "$1"/*/ "$1"/.[!.]*/ "$1"/..?*/; do
    [ -d "$sub" ] && collect_cgroup "${sub%/}"
  done
}

# Collects process $1 and the children of every one of its tasks, and so on down.
collect_tree() {
  local file children child
  eval "[ \"\${collected_$1-}\" = $passes ]" && return
  collect "$1"
  for file in /proc/"$1"/task/*/children; do
    children=
    { read -r children < "$file"; } 2>/dev/null
    for child in $children; do collect_tree "$child"; done
  done
}

# Collects the trees below the processes of the journal, but not below later ones of their numbers. In a
# cgroup, too: somebody may have moved them out of it, or removed it.
collect_roots() {
  local i=0 root
  while [ $i -lt $roots ]; do
    eval "root=\$root_$i"
    stat_of "${root%:*}" && [ "$start" = "${root#*:}" ] && collect_tree "${root%:*}"
    i=$((i + 1))
  done
}

# Restores process $1 if it is at our score and was not before; its parent first, so that the parent
# forks no more children at our score.
restore() {
  local pid=$1 score
  eval "[ \"\${seen_$pid-}\" = $passes ]" && return
  eval "seen_$pid=$passes"
  score=
  { read -r score < "/proc/$pid/oom_score_adj"; } 2>/dev/null
  [ "$score" = "$ours" ] || return
  stat_of "$pid" || return
  eval "[ \"\${collected_$parent-}\" = $passes ]" && restore "$parent"
  original_of "$pid"
  [ "$original" = "$ours" ] && return
  found=$((found + 1))
  { echo "$original" > "/proc/$pid/oom_score_adj"; } 2>/dev/null
}

launcher=${folder##*/run-}
cut_fuse "${launcher%-*}" "${launcher#*-}"

# A fork in flight is not visible yet, so one pass that finds nothing is not enough.
clean=0 passes=0 restored=0
while [ $clean -lt 2 ] && [ $passes -lt 500 ]; do
  members= found=0
  if [ -n "$cgroup" ]; then collect_cgroup "$cgroup"; fi
  collect_roots
  for member in $members; do restore "$member"; done
  restored=$((restored + found)) passes=$((passes + 1))
  if [ $found -eq 0 ]; then clean=$((clean + 1)); else clean=0; fi
done
echo "restored $restored in $passes passes"
[ $clean -ge 2 ] || exit 1
rm -f "$folder/scores"
rmdir "$folder" 2>/dev/null
exit 0
