// logs: [2, 4] a1 b2 [a:[1, 2]] 6 caught: no art outer
@NonCPS
Map parse(String text) {
  return new HashMap(new groovy.json.JsonSlurperClassic().parseText(text))
}

def doubled = [1, 2].collect { number ->
  echo "collect ${number}"
  number * 2
}
String pairs = ''
[a: 1, b: 2].each { key, value ->
  echo key
  pairs += "${key}${value} "
}
Map parsed = parse('{"a": [1, 2]}')
echo 'one step later'
int sum = 0
4.times { turn ->
  echo "turn ${turn}"
  sum += turn
}
String caught = 'nothing'
try {
  try {
    error 'no art'
  } catch (Exception failure) {
    echo 'cleaning up'
    throw failure
  } finally {
    echo 'finally'
  }
} catch (hudson.AbortException failure) {
  caught = failure.message
}
def body = { Map options, Closure inner -> options.word + inner() }
def outer = body([word: 'out']) {
  echo 'in a closure'
  'er'
}
echo "${doubled} ${pairs.trim()} ${parsed} ${sum} caught: ${caught} ${outer}"
