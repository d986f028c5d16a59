// fails with: static field was lost
class Counter {
  static int count = 0
}
Counter.count = 7
echo 'one step later'
if (Counter.count != 7) error 'the static field was lost'
