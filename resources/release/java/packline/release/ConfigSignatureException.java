package packline.release;

import java.security.GeneralSecurityException;

/** A channel stamp that is not to be trusted. The code is the one that packline gives. */
public final class ConfigSignatureException extends GeneralSecurityException {
    public enum Code { PACKAGE_CONFIG_UNSIGNED, PACKAGE_CONFIG_FORGED }

    private static final long serialVersionUID = 1;
    private final Code code;

    ConfigSignatureException(Code code, String message) {
        super(message);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
