"""The instructions of real Go, as the compiler prints them and as they are disassembled."""
