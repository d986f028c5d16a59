import { defineTexts } from './define-texts.js'

export const helpTexts = defineTexts({
  'hint.didYouMean': { en: 'Did you mean {suggestion}?', zh: '您是指 {suggestion} 吗？' },
  'config.at': { en: '{line}:{column}: {mistake}', zh: '{line}:{column}：{mistake}' },
  'config.mistake': {
    en: '{path} is {value}; expected {expected}',
    zh: '{path} 的值是 {value}；应为 {expected}'
  },
  'config.unknownKeyNear': {
    en: '{path} is not a known key; did you mean {suggestion}?',
    zh: '{path} 不是已知的键；是否应为 {suggestion}？'
  },
  'config.unknownKey': {
    en: '{path} is not a known key; expected one of {known}',
    zh: '{path} 不是已知的键；应为 {known} 之一'
  },
  'config.missingKey': { en: '{path} is missing; expected {expected}', zh: '缺少 {path}；应为 {expected}' },
  'manual.purpose': {
    en: 'incremental art, packages and releases of games, on build machines that are looked after',
    zh: '游戏的增量美术构建、安装包与发布，以及构建机的照看'
  },
  'manual.synopsis': { en: 'COMMAND [ARGUMENT…] [OPTION…]', zh: '命令 [参数…] [选项…]' },
  'help.usage': { en: 'Usage: packline {command}', zh: '用法：packline {command}' },
  'help.commands': { en: 'Commands', zh: '命令' },
  'help.options': { en: 'Options', zh: '选项' },
  'help.default': { en: 'default {value}', zh: '默认 {value}' },
  'help.exit': {
    en: 'Exit status: 0 done; 1 the work failed; 2 wrong usage or configuration; 3 a needed tool, ' +
      'licence or service is missing; 130 interrupted.',
    zh: '退出状态：0 完成；1 工作失败；2 用法或配置错误；3 缺少所需的工具、许可证或服务；130 被中断。'
  },
  'help.globalOptions': { en: 'Options of every command', zh: '所有命令通用的选项' },
  'help.topics': {
    en: 'More: packline help COMMAND, packline help ERROR_CODE, or packline help with one of {topics}',
    zh: '更多：packline help 命令、packline help 错误代码，或 packline help 加上 {topics} 之一'
  },
  'help.repeated': { en: 'may be repeated', zh: '可重复' },
  'help.variable': { en: 'variable {name}', zh: '环境变量 {name}' },
  'help.notes': { en: ' ({notes})', zh: '（{notes}）' },
  'help.error.code': { en: 'Error', zh: '错误' },
  'help.error.says': { en: 'Says', zh: '说明' },
  'help.error.hint': { en: 'What to do', zh: '怎么办' },
  'help.error.kind': { en: 'Whose fault', zh: '责任在' },
  'help.error.kind.machine': {
    en: 'this machine, a service or the network',
    zh: '本机、某个服务或网络'
  },
  'help.error.kind.content': { en: "the project's files", zh: '项目的文件' },
  'help.error.kind.caller': { en: 'usage, configuration or the request', zh: '用法、配置或请求' },
  'help.error.exit': { en: 'Exit status', zh: '退出状态' },
  'help.error.again': { en: 'Worth another try', zh: '值得重试' },
  'help.error.no': { en: 'No', zh: '否' },
  'command.help': {
    en: 'Tell about a command, a group of commands, a topic or the code of an error',
    zh: '说明一个命令、一组命令、一个主题或一个错误代码'
  },
  'command.completion': {
    en: 'Print what makes a shell complete commands, options and their values',
    zh: '打印让 shell 补全命令、选项及其取值的脚本'
  },
  'option.help': { en: 'Show this help', zh: '显示此帮助' },
  'option.quiet': { en: 'Say only what may be wrong', zh: '只显示可能有问题的内容' },
  'option.verbose': {
    en: 'Tell more: each action, file and package that is made, and where in the program an error came from',
    zh: '显示更多：制作的每个动作、文件和安装包，以及错误在程序中的来源'
  },
  'option.color': {
    en: 'Colours: on a terminal, always or never; FORCE_COLOR switches them on too',
    zh: '颜色：仅在终端上、总是或从不；FORCE_COLOR 也可打开'
  },
  'option.directory': { en: 'Work as if started in this folder', zh: '如同在此目录中启动一样运行' },
  'help.field.name': { en: 'Field', zh: '字段' },
  'help.field.file': { en: 'In', zh: '所在文件' },
  'help.field.project': { en: 'the project file, packline.json', zh: '项目文件 packline.json' },
  'help.field.agent': { en: "the agent's configuration", zh: '代理配置' },
  'help.field.is': { en: 'Is', zh: '内容' },
  'help.field.value': { en: '{what}', zh: '{what}' },
  'help.field.default': { en: 'Default', zh: '默认值' },
  'help.field.purpose': { en: '{purpose}', zh: '{purpose}' },
  'list.separator': { en: '; ', zh: '；' },
  'list.comma': { en: ', ', zh: '、' },
  'list.pair': { en: '{name}: {value}', zh: '{name}：{value}' },
  'expected.folder': { en: 'a folder that is there', zh: '一个存在的目录' },
  'expected.oneOf': { en: 'one of {choices}', zh: '{choices} 之一' },
  'expected.path': { en: 'a path', zh: '路径' },
  'expected.noValue': { en: 'no value', zh: '不带值' },
  'expected.shards': { en: 'a number of shards from 1 to 1000, or auto', zh: '1 到 1000 的分片数，或 auto' },
  'expected.shard': { en: 'a shard and how many there are, such as 2/4', zh: '第几份和总份数，例如 2/4' },
  'expected.duration': { en: 'a duration such as 90s, 10m or 2h', zh: '时长，例如 90s、10m 或 2h' },
  'expected.wholeNumberFrom': { en: 'a whole number of at least {minimum}', zh: '不小于 {minimum} 的整数' },
  'expected.wholeNumberBetween': {
    en: 'a whole number from {minimum} to {maximum}',
    zh: '{minimum} 到 {maximum} 的整数'
  },
  'option.json': { en: 'Print one JSON document on standard output', zh: '在标准输出打印一个 JSON 文档' },
  'option.jsonError': {
    en: 'Print an error as one JSON document on standard output',
    zh: '出错时在标准输出打印一个 JSON 文档'
  }
})
