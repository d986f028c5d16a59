# What scripts/prove-installation does on the empty machine: machine.sh JOBS
jobs=$1
say () { echo "proof: $1" >&2; }
digest () { sha256sum < "$1" | cut -d' ' -f1; }
! command -v node > /dev/null || { say "there is a Node on this machine"; exit 1; }

# Debian's smallest root has no service manager: this one does what the unit says.
cp /proof/systemctl /usr/local/sbin/systemctl
chmod +x /usr/local/sbin/systemctl
workspaces=20
mkdir -p /work
for number in $(seq $workspaces); do cp -r /proof/game "/work/game-$number"; done
echo '{ "device": "proof", "workspaces": ["/work"], "jobs": { "concurrency": { "assets": 4 } } }' > /etc/packline/agent.json

sh /release/install-agent /release/first.tar.gz --sha256 "$(digest /release/first.tar.gz)" --user root --home /var/lib/packline
export PACKLINE_HOME=/var/lib/packline
first=$(packline --version)
until packline jobs list > /dev/null 2>&1; do sleep 0.2; done
say "the agent of $first is up"
(cd /work/game-1 && packline assets build > /dev/null)
say "a job is done"

picture=$(cd /proof/game && find art/units -name '*.png' | head -n 1)
build () {
  cd "/work/game-$1"
  cp "$picture" "${picture%/*}/new-$2.png"
  packline assets build --only units --key "proof-$2" > "/proof/log-$2" 2>&1 || echo "$2" >> /proof/failed
}
: > /proof/failed
number=0
update () {
  packline self-update "$@" >&2 || { say "self-update $*: it failed"; echo update >> /proof/failed; }
}
(
  sleep 5; update --from /release/second.tar.gz --sha256 "$(digest /release/second.tar.gz)"
  sleep 5; update --rollback
  sleep 3; update --rollback
) &
updates=$!
running=''
while [ $number -lt "$jobs" ]; do
  number=$((number + 1))
  build $((number % workspaces + 1)) $number &
  running="$running $!"
  # Ten at a time, as executors of Jenkins are.
  set -- $running
  if [ $# -ge 10 ]; then wait "$1"; shift; running=$*; fi
done
for each in $running; do wait "$each"; done
wait $updates
[ "$(packline --version)" = 0.9.0 ] || echo version >> /proof/failed
done_jobs=$(packline jobs list --state done --limit 500 --json | grep -c '"key": "proof-')
again=$(packline jobs list --limit 500 --json | grep -c '"attempt": [2-9]' || true)
alone=$(cat /proof/log-* | grep -c 'Running here without the agent' || true)
anew=$(cat /proof/log-* | grep -c 'the command begins anew' || true)
say "$jobs jobs: $(grep -c . /proof/failed || true) failed, $done_jobs done by the agent, $again of them begun again, $alone done without it"
say "$anew commands were overtaken by an update and began anew"
cat /proof/failed >&2
cat /proof/log-* | sed -n 's/^Running here without the agent: /alone: /p' | sort | uniq -c >&2
for each in $(grep '^[0-9]' /proof/failed | head -n 3); do sed "s/^/job $each: /" "/proof/log-$each" >&2; done
/usr/local/sbin/systemctl stop
[ ! -s /proof/failed ] && [ "$again" = 0 ] && [ "$alone" = 0 ]
