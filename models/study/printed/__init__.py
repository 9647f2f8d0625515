"""Texts that Go prints, read into data: goroutine dumps, and the lines of schedtrace and scheddetail."""
