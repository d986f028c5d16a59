import type { ErrorDefinition } from '../agent/define-errors.js'
import { errorTables } from '../agent/error-catalogue.js'
import { unfilled } from '../agent/messages/message.js'
import type { Locale } from '../agent/messages/message.js'

const note = '<!-- Generated from the error tables in agent/ by npm run generate; do not edit. -->'
const head = {
  en: `# Errors

${note}

Every error has a code that stays as it is. With \`--json\` and over HTTP it comes as
\`{ "error": { "code", "message", "hint", "retryable", "details" } }\`; what is in braces below comes from \`details\`.

- kind: whose fault it is, and so who can mend it. \`machine\`: a disk, tool, service or the network of this machine or the farm;
  \`content\`: what the project's files, art and packages hold; \`caller\`: usage, configuration, the request.
- exit: the exit status of the command line. 0 done; 1 the work failed; 2 wrong usage or configuration; 3 a needed tool, licence or
  service is missing; 130 interrupted.
- HTTP: the status of the agent's answer.
- again: whether the same thing may go well when it is tried again.
`,
  'zh-CN': `# 错误

${note}

每个错误都有一个不会改变的代码。使用 \`--json\` 和通过 HTTP 时，它的形式是
\`{ "error": { "code", "message", "hint", "retryable", "details" } }\`；下面花括号中的内容来自 \`details\`。

- 责任：错在哪一方，也就是谁能解决。\`machine\`：本机或机群的磁盘、工具、服务或网络；\`content\`：项目的文件、美术资源和安装包的内容；
  \`caller\`：用法、配置、请求。
- 退出：命令行的退出状态。0 完成；1 工作失败；2 用法或配置错误；3 缺少所需的工具、许可证或服务；130 被中断。
- HTTP：代理应答的状态。
- 重试：再做一次同样的事，是否可能成功。
`
}
const columns = {
  en: '| code | says | what to do | kind | exit | HTTP | again |',
  'zh-CN': '| 代码 | 说明什么 | 怎么办 | 责任 | 退出 | HTTP | 重试 |'
}
const chineseTitles: Record<keyof typeof errorTables, string> = {
  'Any command': '任何命令',
  Usage: '用法',
  Onboarding: '接入游戏',
  Configuration: '配置',
  Files: '文件',
  Cache: '缓存',
  Tools: '工具',
  Licences: '许可证',
  'Asset runs': '资源构建',
  Pictures: '图片',
  Atlases: '图集',
  TexturePacker: 'TexturePacker',
  'Property lists': '属性列表',
  'Cocos Studio files': 'Cocos Studio 文件',
  'Cocos Studio projects': 'Cocos Studio 工程',
  'XML of Cocos Studio': 'Cocos Studio 的 XML',
  'Texts of Cocos Studio': 'Cocos Studio 的文字',
  Packages: '安装包',
  'Manifests of packages': '安装包的清单',
  'Hardening packages': '安装包的加固',
  'Signing and stamping': '签名与渠道信息',
  Symbols: '符号',
  'Provisioning profiles': '描述文件',
  'Zip files': 'Zip 文件',
  'Hot updates': '热更新',
  Releases: '发布流程',
  'Lines of hot updates': '热更新线',
  Publishing: '发布文件',
  'The agent over HTTP': '代理的 HTTP 接口',
  'People who sign in': '登录的人',
  'The agent of a machine': '机器上的代理',
  Jobs: '任务',
  Health: '健康',
  Farm: '机群',
  Alerts: '告警',
  Notices: '通知',
  'Repositories, hooks and batches': '仓库、钩子与批次',
  Jenkins: 'Jenkins',
  'Installing and updating': '安装与更新',
  Backups: '备份',
  'Sites and servers': '站点与服务器',
  'Staging on Kubernetes': 'Kubernetes 上的预发布环境',
  'People in a directory': '目录中的人员',
  'Container images': '容器镜像',
  ZooKeeper: 'ZooKeeper',
  'Shared documents': '共享的文档'
}

/** docs/errors.md: every error with its kind, statuses and what to do. */
export function errorPage (locale: Locale): string {
  const sections = Object.entries(errorTables).map(([title, table]) => {
    const rows = Object.entries(table).map(([code, definition]) => row(code, definition, locale))
    const heading = locale === 'en' ? title : chineseTitles[title as keyof typeof errorTables]
    return `## ${heading}\n\n${columns[locale]}\n|---|---|---|---|---|---|---|\n${rows.join('\n')}\n`
  })
  return [head[locale], ...sections].join('\n')
}

function row (code: string, definition: ErrorDefinition, locale: Locale): string {
  const language = locale === 'en' ? 'en' : 'zh'
  const again = locale === 'en' ? ['yes', 'no'] : ['可以', '否']
  const { kind, exitStatus, httpStatus, retryable, text, hint } = definition
  const cells = [
    `\`${code}\``,
    cell(unfilled(text[language])),
    cell(unfilled(hint?.[language] ?? '')),
    kind,
    exitStatus,
    httpStatus,
    again[retryable ? 0 : 1]
  ]
  return `| ${cells.join(' | ')} |`.replaceAll('|  |', '| |')
}

/** A text as it is, though it holds what markdown gives a meaning to. */
function cell (text: string): string {
  return text.replace(/[\\`*|[\]]/g, '\\$&').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll(
    '\n',
    '<br>'
  )
}
