// fails with: IntRange
for (number in 1..3) {
  echo "${number}"
}
