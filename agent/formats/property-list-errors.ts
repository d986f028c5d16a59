import { defineErrors, workFailed } from '../define-errors.js'

export const propertyListErrors = defineErrors({
  ATLAS_BAD_FRAME_NAME: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'The frame name {frame} holds a control or other character that a property list cannot hold.',
      zh: '帧名 {frame} 含有属性列表无法保存的控制字符或其他字符。'
    },
    hint: {
      en: 'Rename the file.',
      zh: '请重命名该文件。'
    }
  },
  PACKAGE_PLIST_DAMAGED: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{entry} of {file} is no property list that can be read: {reason}.',
      zh: '{file} 中的 {entry} 不是可读的属性列表：{reason}。'
    },
    hint: {
      en: 'Build the package again, or correct the file: "plutil -lint" says what is wrong.',
      zh: '请重新构建该包，或修正该文件："plutil -lint" 会指出问题。'
    }
  }
})
