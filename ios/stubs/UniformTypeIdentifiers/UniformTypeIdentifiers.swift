// What the app names of UniformTypeIdentifiers: for the compiler alone.
public struct UTType: Sendable {
    public static let image = UTType()
    public static let pdf = UTType()
    public static let item = UTType()
}
