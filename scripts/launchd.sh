# shellcheck shell=sh
# Sourced by install-agent.

# Seconds: ExitTimeOut, after which launchd kills it, and some.
longest_wait=400

# end_service DOMAIN: the agent there, once it has ended. Booting out only tells it to; while it lets running
# jobs finish, launchd takes no other one (bootstrap fails: 37, "Operation already in progress", or 5).
end_service () {
  launchctl bootout "$1/com.packline.agent" 2> /dev/null || true
  waited=0
  while launchctl print "$1/com.packline.agent" > /dev/null 2>&1; do
    [ "$waited" -gt 0 ] || echo 'install-agent: the old agent lets running jobs finish; this waits for it' >&2
    if [ "$waited" -ge "$longest_wait" ]; then
      echo "install-agent: the old agent does not end; see launchctl print $1/com.packline.agent" >&2
      return 1
    fi
    sleep 1
    waited=$((waited + 1))
  done
}

# home_of USER: as the system knows it; below --root, where the user need not exist, as macOS names it.
home_of () {
  eval "place=~$1"
  case $place in
    /*) echo "$place" ;;
    *) echo "/Users/$1" ;;
  esac
}
