// fails with: expected to call shout but wound up catching echo
@NonCPS
def shout(text) {
  echo text.toUpperCase()
  return text
}
shout('a')
