import { defineTexts } from './define-texts.js'

/** What a client would meet on its way from one hot update to the next. */
export const replayTexts = defineTexts({
  'replay.noAddress': { en: '{url} is no address.', zh: '{url} 不是有效地址。' },
  'replay.otherBytes': { en: '{name} is not what the manifest says.', zh: '{name} 与清单不符。' },
  'replay.unpacksOver': { en: '{name} unpacks over {path}.', zh: '{name} 解压时会覆盖 {path}。' },
  'replay.cannotUnpack': { en: '{name} cannot be unpacked: {reason}', zh: '{name} 无法解压：{reason}' },
  'replay.told': {
    en: 'It is told of {version} and {manifest}.',
    zh: '得到的版本是 {version}，清单却是 {manifest}。'
  },
  'replay.leftOver': { en: '{name} is left over.', zh: '{name} 本应删除却仍存在。' },
  'replay.missing': { en: '{name} is missing.', zh: '缺少 {name}。' },
  'replay.differs': { en: '{name} differs.', zh: '{name} 内容不同。' },
  'replay.delta': { en: 'The delta of {name} gives other bytes.', zh: '{name} 的差分得到的内容不同。' },
  'replay.unreadable': { en: '{url} cannot be read: {reason}', zh: '{url} 无法读取：{reason}' },
  'replay.notServed': { en: '{url} is not served.', zh: '{url} 不存在。' }
})
