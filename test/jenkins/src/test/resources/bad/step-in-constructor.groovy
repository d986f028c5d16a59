// fails with: echo
class Talker {
  Talker(script) {
    script.echo 'from a constructor'
  }
}
new Talker(this)
