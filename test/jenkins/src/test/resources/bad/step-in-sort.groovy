// fails with: wound up catching
def sorted = ['b', 'a'].toSorted { left, right ->
  echo left
  left <=> right
}
echo sorted.join(',')
