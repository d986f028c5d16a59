// fails with: LazyMap
node {
  def report = new groovy.json.JsonSlurper().parseText('{"a": 1}')
  echo 'one step later'
  echo "${report.a}"
}
