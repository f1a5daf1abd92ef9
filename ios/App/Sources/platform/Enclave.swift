import Foundation
import HeyanShell
import Security

/// One pair of keys a case in the Secure Enclave. The private half never leaves it; what it opens was closed with the public one.
struct Enclave: Hardware {
    /// ECIES with AES-GCM: one key of 256 bits closes what only its private half opens, and changes are noticed.
    private static let algorithm = SecKeyAlgorithm.eciesEncryptionCofactorVariableIVX963SHA256AESGCM

    func has(_ alias: String) throws -> Bool { try key(alias) != nil }

    func make(_ alias: String) throws {
        // After the phone was unlocked once: a case is sent while it lies locked on the table. On this phone alone: no backup has it.
        var refused: Unmanaged<CFError>?
        let access = SecAccessControlCreateWithFlags(
            nil, kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly, .privateKeyUsage, &refused)
        guard let access else { throw fault(of: refused) }
        let own: [String: Any] = [
            kSecAttrIsPermanent as String: true,
            kSecAttrApplicationTag as String: tag(alias),
            kSecAttrAccessControl as String: access,
        ]
        var attributes: [String: Any] = [
            kSecAttrKeyType as String: kSecAttrKeyTypeECSECPrimeRandom,
            kSecAttrKeySizeInBits as String: 256,
            kSecPrivateKeyAttrs as String: own,
        ]
        #if !targetEnvironment(simulator)
            attributes[kSecAttrTokenID as String] = kSecAttrTokenIDSecureEnclave
        #endif
        var error: Unmanaged<CFError>?
        guard SecKeyCreateRandomKey(attributes as CFDictionary, &error) != nil else { throw fault(of: error) }
    }

    func close(_ alias: String, _ bytes: Data) throws -> Data {
        guard let own = try key(alias), let open = SecKeyCopyPublicKey(own) else { throw KeyFault.broken }
        var error: Unmanaged<CFError>?
        guard let closed = SecKeyCreateEncryptedData(open, Self.algorithm, bytes as CFData, &error) else { throw fault(of: error) }
        return closed as Data
    }

    func open(_ alias: String, _ closed: Data) throws -> Data {
        guard let own = try key(alias) else { throw KeyFault.broken }
        var error: Unmanaged<CFError>?
        guard let opened = SecKeyCreateDecryptedData(own, Self.algorithm, closed as CFData, &error) else {
            throw fault(of: error)
        }
        return opened as Data
    }

    func destroy(_ alias: String) throws {
        let status = SecItemDelete(query(alias) as CFDictionary)
        guard status == errSecSuccess || status == errSecItemNotFound else { throw KeyFault.broken }
    }

    private func key(_ alias: String) throws -> SecKey? {
        var wanted = query(alias)
        wanted[kSecReturnRef as String] = true
        var found: CFTypeRef?
        switch SecItemCopyMatching(wanted as CFDictionary, &found) {
        case errSecSuccess: return (found as! SecKey)
        case errSecItemNotFound: return nil
        case errSecInteractionNotAllowed: throw KeyFault.locked
        default: throw KeyFault.broken
        }
    }

    private func query(_ alias: String) -> [String: Any] {
        [
            kSecClass as String: kSecClassKey,
            kSecAttrApplicationTag as String: tag(alias),
            kSecAttrKeyType as String: kSecAttrKeyTypeECSECPrimeRandom,
        ]
    }

    private func tag(_ alias: String) -> Data { Data(("cn.heyan.case." + alias).utf8) }

    /// What Security says: only of bytes that are not what this key has closed is it told that they are not.
    private func fault(of error: Unmanaged<CFError>?) -> KeyFault {
        guard let error = error?.takeRetainedValue() else { return .broken }
        switch OSStatus(truncatingIfNeeded: CFErrorGetCode(error)) {
        case errSecInteractionNotAllowed: return .locked
        case errSecParam, errSecDecode: return .other
        default: return .broken
        }
    }
}
