// fails with: new java.io.File java.lang.String
echo new File('/etc/passwd').text
