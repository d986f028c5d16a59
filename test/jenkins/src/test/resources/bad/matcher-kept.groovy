// fails with: java.util.regex.Matcher
node {
  def match = 'atlas-7' =~ /\d+/
  echo 'one step later'
  echo match.group()
}
