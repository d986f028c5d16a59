'use strict'
// Also what runs when the Node on the PATH is older than the language that packline is written in: nothing newer
// than const belongs here.

/** One line, in the language that the environment asks for as the agent reads it. */
exports.sayIn = function sayIn (english, chinese) {
  const env = process.env
  const isChinese = /^zh/.test(env.PACKLINE_LANG || env.LC_ALL || env.LC_MESSAGES || env.LANG || '')
  process.stderr.write(isChinese ? 'packline：' + chinese + '\n' : 'packline: ' + english + '\n')
}

const found = process.versions.node
const parts = found.split('.').map(Number)
if (parts[0] < 20 || (parts[0] === 20 && parts[1] < 19)) {
  exports.sayIn(
    'Node 20.19 or newer is needed; the node on the PATH is ' + found + ' (' + process.execPath + ').',
    '需要 Node 20.19 或更新的版本，PATH 中的 node 是 ' + found + '（' + process.execPath + '）。'
  )
  process.exit(3)
}
