import { defineTexts } from './define-texts.js'

/** What `packline help TOPIC` tells. */
export const topicTexts = defineTexts({
  'topic.patterns': {
    en: 'Patterns name files relative to the project, with forward slashes.\n\n' +
      '  *        any characters within one name, or none\n' +
      '  **       any number of folders, or none\n' +
      '  ?        one character\n' +
      '  [abc]    one of these characters\n' +
      '  {a,b}    one of these texts\n' +
      '  art/*/   a slash at the end: each folder that fits is a group of its own\n' +
      '  \\*       a backslash: the character itself; in JSON it is written twice\n\n' +
      'Upper and lower case are told apart. "packline assets plan" shows what a rule takes.',
    zh: '模式以正斜杠书写，匹配相对于项目的文件。\n\n' +
      '  *        一个名称之内的任意字符，可以为空\n' +
      '  **       任意层目录，可以没有\n' +
      '  ?        一个字符\n' +
      '  [abc]    其中的一个字符\n' +
      '  {a,b}    其中的一段文字\n' +
      '  art/*/   以斜杠结尾：每个匹配的目录各为一组\n' +
      '  \\*       反斜杠：该字符本身；在 JSON 中要写两个\n\n' +
      '区分大小写。"packline assets plan" 显示规则取了哪些文件。'
  },
  'topic.project': {
    en: 'A project is a folder with a packline.json. Without --project it is looked for in ' +
      'this folder and then in ' +
      'those above, up to the top of the repository.\n\n' +
      'The file is JSON; comments (// and /* */) and a comma after the last entry are ' +
      'allowed. Mistakes are told all ' +
      'at once, each with its line and column.\n\n' +
      '"packline help FIELD" tells what a field holds and its default, such as assets.rules or ' +
      'packages.platforms. Editors complete the file by resources/schema/packline.schema.json.',
    zh:
      '项目是含有 packline.json 的目录。不写 --project 时，先在当前目录查找，再逐级向上，直到仓库的顶层。\n\n' +
      '该文件是 JSON；允许注释（// 和 /* */）以及最后一项之后的逗号。所有错误一次报全，各给出行和列。\n\n' +
      '"packline help FIELD" 说明字段的内容和默认值，例如 assets.rules 或 packages.platforms。编辑器可用 ' +
      'resources/schema/zh-CN/packline.schema.json 补全文件。'
  },
  'topic.exitStatus': {
    en: '  0    done\n  1    the work failed\n  2    wrong usage or configuration\n' +
      '  3    a needed tool, licence or service is missing or was not granted in time\n  ' +
      '130  interrupted\n\n' +
      'Each error has a code that stays as it is: "packline help CODE" tells what it means ' +
      'and what to do.',
    zh: '  0    完成\n  1    工作失败\n  2    用法或配置错误\n' +
      '  3    缺少所需的工具、许可证或服务，或未能及时得到\n  130  被中断\n\n' +
      '每个错误都有固定的代码："packline help 代码" 说明其含义和该怎么办。'
  },
  'topic.output': {
    en: 'Results go to standard output, everything else to standard error. With --json ' +
      'standard output is one JSON ' +
      'document and nothing else, in English and with times as ISO 8601.\n\n' +
      'Text for people is Chinese or English: PACKLINE_LANG, else the language of the ' +
      'system. On a terminal it is ' +
      'wrapped and coloured (--color, NO_COLOR, FORCE_COLOR); elsewhere lines stay whole.',
    zh:
      '结果写到标准输出，其余写到标准错误。加 --json 时标准输出只有一个 JSON 文档，使用英文，时间为 ISO 8601。\n\n' +
      '供人阅读的文字是中文或英文：由 PACKLINE_LANG 决定，否则按系统语言。在终端上会换行并着色（--color、NO_COLOR、' +
      'FORCE_COLOR）；其他情况下每行保持完整。'
  }
})
