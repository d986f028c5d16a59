// fails with: cannot wait for it
String text = "lazily ${-> echo 'inside'}"
echo text
