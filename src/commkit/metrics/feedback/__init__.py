"""What members say when they are asked."""
