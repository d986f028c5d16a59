// fails with: java.io.StringWriter
def writer = new StringWriter()
echo 'one step later'
writer.write('a')
