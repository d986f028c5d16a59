// fails with: new java.io.File java.lang.String
@NonCPS
String read() {
  return new File('/etc/passwd').text
}
echo read()
