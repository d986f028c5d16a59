'use strict'
// Also what runs when the Node on the PATH is older than the language that packline is written in: nothing newer
// than const belongs here.
const parts = process.versions.node.split('.').map(Number)
if (parts[0] < 20 || (parts[0] === 20 && parts[1] < 19)) {
  const env = process.env
  const isChinese = /^zh/.test(env.PACKLINE_LANG || env.LC_ALL || env.LC_MESSAGES || env.LANG || '')
  process.stderr.write(
    isChinese
      ? 'packline：需要 Node 20.19 或更新的版本，PATH 中的 node 是 ' + process.versions.node + '（' + process
        .execPath +
        '）。\n'
      : 'packline: Node 20.19 or newer is needed; the node on the PATH is ' + process.versions.node + ' (' +
        process.execPath + ').\n'
  )
  process.exit(3)
}
