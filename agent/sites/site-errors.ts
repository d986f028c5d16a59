import { defineErrors, refused, workFailed, wrongUsage } from '../define-errors.js'

export const siteErrors = defineErrors({
  SITE_UNKNOWN: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{file} has no site named "{site}". There are: {known}.',
      zh: '{file} 中没有名为 "{site}" 的站点。已有：{known}。'
    },
    hint: {
      en: 'Name one of them, or add it to "sites" in packline.json.',
      zh: '请指定其中之一，或在 packline.json 的 "sites" 中添加。'
    }
  },
  SITE_FINDINGS: {
    kind: 'machine',
    ...workFailed,
    text: {
      en: '{count} {count#thing stands|things stand} against {sites}.',
      zh: '{sites} 有 {count} 处问题。'
    },
    hint: {
      en: 'Each is told above. "packline site plan" shows what every site claims.',
      zh: '上文逐一列出。"packline site plan" 可查看各站点占用的内容。'
    }
  },
  SITE_FOLDER_TAKEN: {
    kind: 'caller',
    ...refused,
    text: {
      en: '{folder} holds {path}, which packline did not write there, or which somebody changed.',
      zh: '{folder} 中的 {path} 不是 packline 写入的，或已被他人修改。'
    },
    hint: {
      en: 'Move it away, or render into an empty folder.',
      zh: '请将其移走，或渲染到空目录。'
    }
  },
  SERVERS_UNKNOWN: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'There is no "{name}". There are: {known}.',
      zh: '没有 "{name}"。已有：{known}。'
    },
    hint: {
      en: '"packline target list" shows the targets, "packline environment list" their services.',
      zh: '"packline target list" 可列出目标，"packline environment list" 可列出其服务。'
    }
  },
  SERVERS_FAILED: {
    kind: 'machine',
    ...workFailed,
    text: {
      en: 'The command failed on {hosts} of {service}; {left} {left#server was|servers were} not tried.',
      zh: '命令在 {service} 的 {hosts} 上失败；{left} 台服务器未执行。'
    },
    hint: {
      en: 'The output of Ansible stands above. Mend these servers before running it again.',
      zh: '上文是 Ansible 的输出。请先修复这些服务器，再重新运行。'
    }
  },
  INVENTORY_HOST_INVALID: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '"{address}" of {service} in {environment} has no name of a host that Ansible could be given.',
      zh: '环境 {environment} 中 {service} 的地址 "{address}" 没有可交给 Ansible 的主机名。'
    },
    hint: {
      en: 'Write HOST:PORT or a URL with a plain host name.',
      zh: '请写成 HOST:PORT，或带普通主机名的 URL。'
    }
  },
  INVENTORY_GROUP_TWICE: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '"{one}" and "{other}" would be one group of Ansible, {group}.',
      zh: '"{one}" 与 "{other}" 会成为 Ansible 的同一个组 {group}。'
    },
    hint: {
      en: 'Rename one of them: in groups, "-" and "_" are the same.',
      zh: '请将其中之一改名：在组名中 "-" 与 "_" 相同。'
    }
  }
})
