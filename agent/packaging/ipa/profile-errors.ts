import { defineErrors, workFailed, wrongUsage } from '../../define-errors.js'

export const profileErrors = defineErrors({
  PACKAGE_PROFILE_DAMAGED: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} is no provisioning profile: {reason}.',
      zh: '{file} 不是描述文件（provisioning profile）：{reason}。'
    },
    hint: {
      en: 'Download it again from the developer portal.',
      zh: '请从开发者网站重新下载。'
    }
  },
  PACKAGE_PROFILE_MISSING: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{row} holds {bundle} ({path}), and none of its provisioning profiles is for that: {profiles}.',
      zh: '{row} 包含 {bundle}（{path}），但没有与之相符的描述文件：{profiles}。'
    },
    hint: {
      en: 'Add one to packages.signing.{signing}.profiles.',
      zh: '请在 packages.signing.{signing}.profiles 中添加。'
    }
  },
  PACKAGE_PROFILE_EXPIRED: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'The provisioning profile {profile} ({file}) is over since {date}.',
      zh: '描述文件 {profile}（{file}）已于 {date} 过期。'
    },
    hint: {
      en: 'Renew it in the developer portal.',
      zh: '请在开发者网站续期。'
    }
  },
  PACKAGE_PROFILES_DIFFER: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The provisioning profiles of {row} do not go together: {first} is {what}, {second} is {other}.',
      zh: '{row} 的描述文件不一致：{first} 为 {what}，{second} 为 {other}。'
    },
    hint: {
      en: 'An application and all that it holds are of one team and one way of delivery.',
      zh: '应用与其包含的所有部分必须属于同一团队、同一分发方式。'
    }
  },
  PACKAGE_PROFILE_NO_DEVICES: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'The provisioning profile {profile} ({file}) names no device: nobody could install the package.',
      zh: '描述文件 {profile}（{file}）没有任何设备，无人能安装该包。'
    },
    hint: {
      en: 'Add devices to it in the developer portal.',
      zh: '请在开发者网站为其添加设备。'
    }
  },
  PACKAGE_PROFILE_CERTIFICATE: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The provisioning profile {profile} ({file}) does not know the certificate "{certificate}".',
      zh: '描述文件 {profile}（{file}）不包含证书 "{certificate}"。'
    },
    hint: {
      en: 'Take the certificate that it was made for, or make it anew for this one.',
      zh: '请使用生成该描述文件时的证书，或为此证书重新生成描述文件。'
    }
  },
  PACKAGE_CERTIFICATE_EXPIRED: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'The certificate "{certificate}" of {signing} is over since {date}.',
      zh: '{signing} 的证书 "{certificate}" 已于 {date} 过期。'
    },
    hint: {
      en: 'Renew it in the developer portal, and its profiles with it.',
      zh: '请在开发者网站续期，并重新生成描述文件。'
    }
  },
  PACKAGE_BUNDLE_ID_UNFIT: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{path} of {row} says {key} {found}, which does not go with the application {app}.',
      zh: '{row} 中 {path} 的 {key} 为 {found}，与应用 {app} 不符。'
    },
    hint: {
      en: 'Edit its Info.plist as well: {key} has to be {expected}.',
      zh: '请一并修改其 Info.plist：{key} 应为 {expected}。'
    }
  },
  PACKAGE_ENTITLEMENT_NOT_GRANTED: {
    kind: 'content',
    ...workFailed,
    text: {
      en:
        '{bundle} of {row} asks for {entitlement}, which the provisioning profile {profile} does not grant.',
      zh: '{row} 的 {bundle} 需要 {entitlement}，但描述文件 {profile} 没有授予。'
    },
    hint: {
      en: 'Enable it for the app id in the developer portal, or take it out of the entitlements.',
      zh: '请在开发者网站为该 App ID 启用，或从 entitlements 中去掉。'
    }
  }
})
