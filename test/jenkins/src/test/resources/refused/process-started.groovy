// fails with: execute java.lang.String
echo 'id'.execute().text
