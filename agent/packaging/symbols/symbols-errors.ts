import { defineErrors, refused, wrongUsage } from '../../define-errors.js'

export const symbolsErrors = defineErrors({
  SYMBOLS_OTHER: {
    kind: 'content',
    ...refused,
    text: {
      en: '{file} has symbols of the build id {id}; the package has {found}.',
      zh: '{file} 是构建标识 {id} 的符号；包中有 {found}。'
    },
    hint: {
      en: 'Nothing was sent. Take the symbols of the same build.',
      zh: '未发送任何内容。请使用同一次构建的符号。'
    }
  },
  SYMBOLS_MISSING: {
    kind: 'content',
    ...wrongUsage,
    text: {
      en: 'No file matches the symbols of {server}: {globs}',
      zh: '没有文件匹配 {server} 的符号：{globs}'
    },
    hint: {
      en: 'They are looked for in the project folder; packages.symbols names them.',
      zh: '在项目目录中查找；由 packages.symbols 指定。'
    }
  }
})
