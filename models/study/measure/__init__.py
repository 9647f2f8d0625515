"""What runs amount to in numbers: times, waits, fairness, memory, costs; and what a changed rule does to them."""
