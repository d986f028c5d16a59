import { defineTexts } from './define-texts.js'

export const helpTexts = defineTexts({
  'hint.usage': { en: 'Run "packline {command} --help".', zh: '运行 "packline {command} --help" 查看用法。' },
  'hint.didYouMean': { en: 'Did you mean {suggestion}?', zh: '您是指 {suggestion} 吗？' },
  'config.mistake': {
    en: '{path} is {value}; expected {expected}',
    zh: '{path} 的值是 {value}；应为 {expected}'
  },
  'config.unknownKeyNear': {
    en: '{path} is not a known key; did you mean {suggestion}?',
    zh: '{path} 不是已知的键；是否应为 {suggestion}？'
  },
  'config.unknownKey': { en: '{path} is not a known key', zh: '{path} 不是已知的键' },
  'config.missingKey': { en: '{path} is missing; expected {expected}', zh: '缺少 {path}；应为 {expected}' },
  'help.usage': { en: 'Usage: packline {command}', zh: '用法：packline {command}' },
  'help.commands': { en: 'Commands', zh: '命令' },
  'help.options': { en: 'Options', zh: '选项' },
  'help.default': { en: 'default {value}', zh: '默认 {value}' },
  'help.exit': {
    en: 'Exit status: 0 done; 1 the work failed; 2 wrong usage or configuration; 3 a needed tool, ' +
      'licence or service is missing; 130 interrupted.',
    zh: '退出状态：0 完成；1 工作失败；2 用法或配置错误；3 缺少所需的工具、许可证或服务；130 被中断。'
  },
  'option.help': { en: 'Show this help', zh: '显示此帮助' },
  'option.json': { en: 'Print one JSON document on standard output', zh: '在标准输出打印一个 JSON 文档' },
  'option.jsonError': {
    en: 'Print an error as one JSON document on standard output',
    zh: '出错时在标准输出打印一个 JSON 文档'
  }
})
