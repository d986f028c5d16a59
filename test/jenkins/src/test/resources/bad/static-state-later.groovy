// fails with: static state was lost
class Seen {
  static final List NAMES = []
}
Seen.NAMES.add('atlas')
echo 'one step later'
echo 'two steps later'
if (!Seen.NAMES) error 'the static state was lost'
