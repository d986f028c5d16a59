// fails with: No such DSL method 'shh'
node {
  shh 'true'
}
