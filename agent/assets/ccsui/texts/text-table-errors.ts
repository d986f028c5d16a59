import { defineErrors, workFailed } from '../../../define-errors.js'

export const textTableErrors = defineErrors({
  CCSUI_NOT_TEXTS: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} is no table of texts: {reason}.',
      zh: '{file} 不是文本表：{reason}。'
    },
    hint: {
      en: 'Make one with "packline ccsui texts export"; a spreadsheet saves it as "CSV UTF-8".',
      zh: '请用 "packline ccsui texts export" 生成；电子表格请另存为 "CSV UTF-8"。'
    }
  },
  CCSUI_TEXT_TWICE: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file}:{line}: {field} of {node} in {csd} has another translation in an earlier row.',
      zh: '{file}:{line}：{csd} 中 {node} 的 {field} 在前面的行里已有不同译文。'
    },
    hint: {
      en: 'Keep one of the rows.',
      zh: '请只保留其中一行。'
    }
  },
  CCSUI_NO_TEXTS: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'The rule {rule} takes its texts from {file}, which is not there.',
      zh: '规则 {rule} 的文本取自 {file}，但该文件不存在。'
    },
    hint: {
      en: 'Make it with "packline ccsui texts export … --output {file}".',
      zh: '请用 "packline ccsui texts export … --output {file}" 生成。'
    }
  }
})
