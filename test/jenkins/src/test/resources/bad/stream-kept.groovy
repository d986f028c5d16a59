// fails with: java.util.stream
def stream = [1, 2].stream()
echo 'one step later'
echo "${stream.count()}"
